package io.certvigil.web;

import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets the headers of every answer, finds who answers a path, and logs each request. */
final class Front extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(Front.class);

  private final Map<String, Answer> answers;

  Front(Map<String, Answer> answers) {
    this.answers = Map.copyOf(answers);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    guard(response);
    logged(request);
    var answer = answers.get(Request.getPathInContext(request));
    var get = HttpMethod.GET.is(request.getMethod());
    if (answer == null && get && later(Request.getPathInContext(request))) {
      // Relative, so that it is right behind a proxy that serves us below a path of its own.
      var deep = Request.getPathInContext(request).startsWith("/certificates/");
      response.setStatus(HttpStatus.FOUND_302);
      response.getHeaders().put(HttpHeader.LOCATION, deep ? "../" : "./");
      callback.succeeded();
    } else if (answer == null) {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    } else if (!get && !HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
    } else {
      answer(answer, request, response, callback);
    }
    return true;
  }

  /** Messages link to pages of their own; until those are there, the status page tells it. */
  private static boolean later(String path) {
    return path.equals("/alerts")
        || path.equals("/certificates")
        || path.startsWith("/certificates/");
  }

  private static void answer(Answer answer, Request request, Response response, Callback callback) {
    try {
      answer.write(request, response);
      callback.succeeded();
    } catch (IOException e) {
      log.atDebug().setCause(e).log("the client went away");
      callback.failed(e);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("path", Request.getPathInContext(request))
          .setCause(e)
          .log("page failed");
      Response.writeError(request, response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500);
    }
  }

  private static void guard(Response response) {
    var headers = response.getHeaders();
    headers.put(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  private static void logged(Request request) {
    if (log.isDebugEnabled()) {
      Request.addCompletionListener(
          request,
          failure ->
              log.atDebug()
                  .addKeyValue("method", request.getMethod())
                  .addKeyValue("path", Request.getPathInContext(request))
                  .addKeyValue("from", Request.getRemoteAddr(request))
                  .addKeyValue("failure", failure == null ? "none" : failure.toString())
                  .log("answered"));
    }
  }
}
