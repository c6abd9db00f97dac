/** The operations that change client certificates, for the command line only. */
@NullMarked
package io.certvigil.cloudflare.clientcert;

import org.jspecify.annotations.NullMarked;
