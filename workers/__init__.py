"""Background work: thin arq handlers that reload state before they act."""
