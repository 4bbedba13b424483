"""The course in a real JupyterLab, driven with Chromium (Playwright)."""
