/** Parses single fields of API responses: dates, durations, hex, PEM, text. */
@NullMarked
package io.certvigil.cloudflare.fields;

import org.jspecify.annotations.NullMarked;
