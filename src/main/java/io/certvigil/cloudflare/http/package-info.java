/**
 * Requests to the API: credentials, rate limit, retries, pagination, the envelope of a response.
 */
@NullMarked
package io.certvigil.cloudflare.http;

import org.jspecify.annotations.NullMarked;
