"""The analysts' desk: queries asked from a page, answered over HTTP beside Streamlit's socket.

A query does not live in a run of the page: its answer is drawn, cancelled and downloaded while the
page stands still.
"""
