"""The floor of every page: a Streamlit app that says one word."""

import streamlit as st

st.write("空白")
