/** AWS's JSON 1.1 protocol on the server's side: one path, the operation in a header, JSON in and out. */
package io.github.tune4j.testkit.jsonrpc;
