/** The /metrics page: aggregates and per-certificate series from the inventory. */
@NullMarked
package io.certvigil.metrics;

import org.jspecify.annotations.NullMarked;
