/**
 * Token vectors for BERTScore on ONNX Runtime: {@code BertScore.of(OnnxTokenEncoder.bundled())}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.bertscore.OnnxTokenEncoder} - any exported BERT-like encoder
 * </ul>
 */
package io.github.tune4j.bertscore;
