"""Outlines of areas: read from GeoJSON and checked, brought to one datum, made small for drawing.

Plain arithmetic on degrees. A library for it (shapely, topojson) would bring numpy and 11 MB along
for what is loaded once in years.
"""
