"""The site as static files: asked of the application, links turned to files, checked, put in place whole."""
