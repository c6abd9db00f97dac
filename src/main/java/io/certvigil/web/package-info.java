/** The HTTP server with its pages, API, health and metrics. */
@NullMarked
package io.certvigil.web;

import org.jspecify.annotations.NullMarked;
