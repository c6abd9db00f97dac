/** The building blocks of a page: escaped HTML, the layout, forms, request parameters. */
@NullMarked
package io.certvigil.web.html;

import org.jspecify.annotations.NullMarked;
