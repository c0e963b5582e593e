/** AWS's REST-JSON protocol on the server's side: routes, constraints of requests, answers and errors. */
package io.github.tune4j.testkit.rest;
