package io.certvigil.web.api;

import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.CursorException;
import io.certvigil.web.server.BadRequest;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.ProblemDetails;
import io.certvigil.web.server.RequestFaultLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes API responses, with an ETag for conditional requests. */
final class ApiAnswer {
  static final String JSON = "application/json";
  private static final RequestFaultLog faults =
      new RequestFaultLog(LoggerFactory.getLogger(ApiAnswer.class));

  private ApiAnswer() {}

  /** A complete response. */
  record Body(String type, String text) {
    static Body of(Object value) {
      return new Body(JSON, BoundedText.json(value) + "\n");
    }
  }

  /** Makes the response to a request. */
  @FunctionalInterface
  interface BodyFactory {
    Body create(Request request) throws IOException;
  }

  /** An endpoint that writes the made body, or a problem document if making it fails. */
  static Endpoint of(BodyFactory making) {
    return withProblems(
        (request, response) -> writeTagged(request, response, making.create(request)));
  }

  /** Answers a failure before the first byte of the response with a problem document. */
  static Endpoint withProblems(Endpoint answer) {
    return (request, response) -> {
      try {
        answer.write(request, response);
      } catch (ApiProblem e) {
        problem(request, response, e.status(), String.valueOf(e.getMessage()), e.parameter());
      } catch (BadRequest e) {
        problem(request, response, 400, String.valueOf(e.getMessage()), e.parameter());
      } catch (CursorException e) {
        problem(request, response, 400, String.valueOf(e.getMessage()), "cursor");
      } catch (StoreException e) {
        if (response.isCommitted()) {
          throw new IOException("reading the store failed after the response had started", e);
        }
        faults.failed(Level.WARN, "reading the store failed", e);
        problem(request, response, 503, String.valueOf(e.getMessage()), null);
      }
    };
  }

  private static void writeTagged(Request request, Response response, Body body)
      throws IOException {
    var tag = '"' + hash(body.text()) + '"';
    var headers = response.getHeaders();
    headers.put(HttpHeader.ETAG, tag);
    headers.put(HttpHeader.CACHE_CONTROL, "private, no-cache");
    if (matchesTag(request, tag)) {
      response.setStatus(HttpStatus.NOT_MODIFIED_304);
      Content.Sink.write(response, true, ByteBuffer.allocate(0));
    } else {
      Endpoint.text(request, response, HttpStatus.OK_200, body.type(), body.text());
    }
  }

  private static boolean matchesTag(Request request, String tag) {
    var wanted = request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH);
    return wanted.stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .map(one -> one.strip().replaceFirst("^W/", ""))
        .anyMatch(one -> one.equals(tag) || one.equals("*"));
  }

  private static String hash(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      var digest = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Writes a problem document (RFC 9457). */
  static void problem(
      Request request, Response response, int status, String detail, @Nullable String parameter)
      throws IOException {
    Endpoint.text(
        request,
        response,
        status,
        ProblemDetails.TYPE,
        ProblemDetails.json(status, detail, parameter));
  }
}
