"""核数 as a page: a draft goes in, its figures come back marked."""
