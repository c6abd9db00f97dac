/** The HTTP server: listening, TLS, access control, limits, dispatch. */
@NullMarked
package io.certvigil.web.server;

import org.jspecify.annotations.NullMarked;
