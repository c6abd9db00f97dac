/** Asking the API: credentials, rate limit, retries, paging, the envelope of an answer. */
@NullMarked
package io.certvigil.cloudflare.http;

import org.jspecify.annotations.NullMarked;
