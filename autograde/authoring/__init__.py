"""From an author's text to the notebooks: source -> executed solution notebook -> student's notebook."""
