/** Reading single fields of API answers: dates, durations, hex, PEM, text. */
@NullMarked
package io.certvigil.cloudflare.fields;

import org.jspecify.annotations.NullMarked;
