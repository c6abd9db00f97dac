package io.certvigil.demo.simulator;

/** The values of {@code per_page} that a list allows; others are an error, as in the real API. */
record PageBounds(int min, int max, int defaultSize) {}
