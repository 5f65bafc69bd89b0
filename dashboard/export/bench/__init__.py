"""The export behind the page 简报: one at a time, watched, ended; what came of it handed out."""
