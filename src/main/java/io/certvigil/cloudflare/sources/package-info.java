/** Every list of the API that holds certificates or tokens: its path, its fields, its quirks. */
@NullMarked
package io.certvigil.cloudflare.sources;

import org.jspecify.annotations.NullMarked;
