/**
 * The dashboards and rules for Grafana and Prometheus, against Prometheus' own programs and a real
 * scrape of the daemon.
 */
@NullMarked
package io.certvigil.grafana;

import org.jspecify.annotations.NullMarked;
