"""What all routes share: problem documents, the form of a write, the guards in front."""
