package io.certvigil.web.server;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Writes an error as one line, without a stack trace and without the server's version. */
public final class PlainErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    boolean api = FaultResponses.isApi(request);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, api ? ProblemDetails.TYPE : Endpoint.PLAIN);
    var message = HttpStatus.getMessage(status);
    var line = api ? ProblemDetails.json(status, message, null) : status + " " + message + "\n";
    Content.Sink.write(response, true, line, callback);
    return true;
  }
}
