"""Tests of the private servers, with real programs and real signals."""
