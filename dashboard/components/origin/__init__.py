"""The tiles of 数据来源: one figure, and the walk from it to the cells it is made of."""
