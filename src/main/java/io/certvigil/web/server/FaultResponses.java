package io.certvigil.web.server;

import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.CursorException;
import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Answers requests whose endpoint failed: 400 for a fault of the client, 503 if the store cannot be
 * used, 500 for a fault of this program. A problem document on the API, plain text elsewhere.
 */
final class FaultResponses {
  private static final RequestFaultLog faults =
      new RequestFaultLog(LoggerFactory.getLogger(FaultResponses.class));

  private static final long RETRY_SECONDS = 5;

  private FaultResponses() {}

  static void write(RuntimeException fault, Request request, Response response, Callback callback) {
    if (fault instanceof BadRequest bad) {
      faults.client("bad request", "bad request");
      status(400, text(bad), bad.parameter(), request, response, callback);
    } else if (fault instanceof CursorException) {
      faults.client("bad request", "cursor");
      status(400, text(fault), "cursor", request, response, callback);
    } else if (fault instanceof AnswerEnded ended && ended.isClientLeft()) {
      clientLeft(new IOException(text(fault)), response, callback);
    } else if (fault instanceof AnswerEnded || fault instanceof StoreAnswers.TooBusy) {
      faults.refused("request not answered: " + text(fault), fault.getClass().getSimpleName());
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
      status(503, text(fault), null, request, response, callback);
    } else if (fault instanceof StoreException) {
      faults.failed(Level.WARN, "using the store failed", fault);
      status(503, text(fault), null, request, response, callback);
    } else {
      faults.failed(Level.ERROR, "request failed", fault);
      Response.writeError(request, response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500);
    }
  }

  /** Nobody reads what is answered, but the server would log a failure before the first byte. */
  static void clientLeft(IOException why, Response response, Callback callback) {
    if (response.isCommitted()) {
      callback.failed(why); // it must not look complete
    } else {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
      callback.succeeded();
    }
  }

  private static String text(RuntimeException fault) {
    return String.valueOf(fault.getMessage());
  }

  private static void status(
      int status,
      String detail,
      @Nullable String parameter,
      Request request,
      Response response,
      Callback callback) {
    if (response.isCommitted()) {
      callback.failed(new IOException(detail)); // it must not look complete
      return;
    }
    response.getHeaders().remove("Content-Disposition"); // the error is not the file
    try {
      if (isApi(request)) {
        var json = ProblemDetails.json(status, detail, parameter);
        Endpoint.text(request, response, status, ProblemDetails.TYPE, json);
      } else {
        var line = status + " " + HttpStatus.getMessage(status) + ": " + detail + "\n";
        Endpoint.text(request, response, status, Endpoint.PLAIN, line);
      }
      callback.succeeded();
    } catch (IOException e) {
      clientLeft(e, response, callback);
    }
  }

  /** Whether clients of this path expect errors as problem documents. */
  static boolean isApi(Request request) {
    return String.valueOf(request.getHttpURI().getPath()).startsWith("/api/");
  }
}
