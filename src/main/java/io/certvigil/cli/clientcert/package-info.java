/** Commands about API Shield client certificates. */
@NullMarked
package io.certvigil.cli.clientcert;

import org.jspecify.annotations.NullMarked;
