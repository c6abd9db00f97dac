package io.certvigil.web.server;

import io.certvigil.model.ReadableTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Reads the parameters of requests. All endpoints use it, so that none fails on foreign input. */
public final class RequestParameters {
  // RFC 3339 has years of four digits. Moments far outside cannot be stored in milliseconds.
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private RequestParameters() {}

  /**
   * The parameters of the query.
   *
   * @throws BadRequest if the query is not correctly encoded
   */
  public static Fields ofQuery(Request request) {
    return decoded(request, Request::extractQueryParameters);
  }

  /**
   * The fields of the form in the body.
   *
   * @throws BadRequest if the body is not a form, or is not correctly encoded
   */
  public static Fields ofForm(Request request) {
    return decoded(request, FormFields::getFields);
  }

  private static Fields decoded(Request request, Function<Request, Fields> how) {
    try {
      return how.apply(request);
    } catch (IllegalArgumentException | IllegalStateException | HttpException.RuntimeException e) {
      throw new BadRequest("The request is not correctly URL-encoded as UTF-8.", e);
    }
  }

  /**
   * A date (midnight in UTC), or a date and time with an offset.
   *
   * @throws DateTimeException if it is neither, or outside the years 0000 to 9999
   */
  public static Instant moment(String text) {
    return requireInRange(ReadableTime.parse(text));
  }

  /**
   * Returns the moment.
   *
   * @throws DateTimeException if it is outside the years 0000 to 9999
   */
  public static Instant requireInRange(Instant moment) {
    if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
      throw new DateTimeException("outside the years 0000 to 9999");
    }
    return moment;
  }
}
