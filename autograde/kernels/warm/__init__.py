"""Warm kernels: a zygote imports once, kernels are its forks."""
