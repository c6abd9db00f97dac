/**
 * Tests the dashboards and rules for Grafana and Prometheus with the programs of Prometheus and a
 * real scrape of the daemon.
 */
@NullMarked
package io.certvigil.grafana;

import org.jspecify.annotations.NullMarked;
