"""The floor of the desk: a Streamlit app that asks DuckDB at a click and shows the frame."""

import os

import duckdb
import streamlit as st

if st.button("运行"):
    with duckdb.connect(os.environ["BENCH_FILE"], read_only=True) as connection:
        frame = connection.execute(os.environ["BENCH_SQL"]).fetch_df()
    st.dataframe(frame)
