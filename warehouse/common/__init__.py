"""What the three programs have in common and that belongs to none: the command line in Chinese,
files that are whole or absent. Anyone may import it; it imports the standard library only.
"""
