@NullMarked
package io.certvigil.model;

import org.jspecify.annotations.NullMarked;
