@NullMarked
package io.certvigil.demo;

import org.jspecify.annotations.NullMarked;
