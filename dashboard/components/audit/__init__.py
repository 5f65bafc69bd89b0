"""The record of queries on screen."""
