/**
 * Every list of the API that contains certificates or tokens: its path, its fields, its
 * peculiarities.
 */
@NullMarked
package io.certvigil.cloudflare.sources;

import org.jspecify.annotations.NullMarked;
