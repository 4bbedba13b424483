"""The sandbox: namespaces, a file system of its own, no privileges, few system calls, limits."""
