"""Drawing helpers, one module a topic. They draw what they are given and compute no answer."""
