@NullMarked
package io.certvigil.app;

import org.jspecify.annotations.NullMarked;
