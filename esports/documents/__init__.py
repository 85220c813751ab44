"""Documents that people send: PDF, made anew in a process of its own from the pages that it shows."""
