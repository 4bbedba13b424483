"""The sandbox: namespaces, a file system of its own, no privileges, few system calls, limits.

Why not bubblewrap: a warm kernel is a fork, and bubblewrap starts programs. Around the zygote it would not keep one
student's kernel from the next one's; around each fork it would mean a fresh interpreter, that is 2 to 4 seconds of
imports in place of the 5 ms that these namespaces take. Bubblewrap around a zygote whose forks enter namespaces of
their own works for ordinary users, but not where root grades. It has no limits on memory, processor time or disk
either. Landlock with a seccomp filter alone leaves the zygote's socket within reach.
"""
