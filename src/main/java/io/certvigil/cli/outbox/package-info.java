/** Commands about deliveries and channels. */
@NullMarked
package io.certvigil.cli.outbox;

import org.jspecify.annotations.NullMarked;
