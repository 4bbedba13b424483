"""A client's side: open a kernel and talk to it."""
