"""Figures beside a yardstick of the same run; `make bench` prints them."""
