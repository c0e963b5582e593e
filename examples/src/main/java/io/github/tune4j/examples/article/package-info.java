/** The reference article, step by step. {@link io.github.tune4j.examples.article.ArticleRun} reads like its table of contents. */
@NullMarked
package io.github.tune4j.examples.article;

import org.jspecify.annotations.NullMarked;
