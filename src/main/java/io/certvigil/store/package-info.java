/** What was seen, decided and is still to be delivered, durably. The only room that sees SQL. */
@NullMarked
package io.certvigil.store;

import org.jspecify.annotations.NullMarked;
