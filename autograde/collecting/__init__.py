"""Between students and a class folder: hand topics out, and bring hand-ins in from a learning management system."""
