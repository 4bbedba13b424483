"""A cell's outputs, collected from messages that may be forged, endless or malformed."""

from typing import Any

Output = dict[str, Any]

#: Lines kept of a traceback, the last ones: they say what went wrong.
MAX_TRACEBACK = 100
#: Errors kept of a cell beyond the other outputs: why it stopped has to be seen.
_MORE_ERRORS = 1


class Outputs:
    """Turns messages of the iopub channel into a notebook's outputs, up to a size and a number.

    Args:
        limit: characters that are kept.
        count: outputs that are kept, and one error more.
    """

    def __init__(self, limit: int, count: int) -> None:
        self._limit, self._count = limit, count
        self._size = 0
        self._left_out = 0
        self._outputs: list[Output] = []
        self._text: dict[int, list[str]] = {}
        self._clear_next = False
        self.truncated = False

    def handle(self, message: dict[str, Any]) -> None:
        """Collect the output of one message; what makes no sense is ignored."""
        kind, content = message.get("msg_type"), message.get("content")
        if not isinstance(content, dict):
            return
        if kind == "clear_output":
            self._clear_next = True
            if not content.get("wait"):
                self._clear()
            return
        output = _output(kind, content)
        if output is None:
            return
        self._size += _json_size(output)
        if self._size > self._limit:
            self.truncated = True
            return
        if self._clear_next:
            self._clear()
        if kind == "update_display_data":
            self._update(content, output)
        else:
            self._append(output)

    def result(self) -> list[Output]:
        """The outputs, in nbformat's form."""
        for index, texts in self._text.items():
            self._outputs[index]["text"] = "".join(texts)
        outputs = [{key: value for key, value in output.items() if key != "display_id"} for output in self._outputs]
        said = ["[The output was cut here.]\n"] if self.truncated else []
        if self._left_out:
            said.append(f"[{self._left_out:,} more outputs were left out.]\n")
        if said:
            outputs.append({"output_type": "stream", "name": "stdout", "text": "".join(said)})
        return outputs

    def _append(self, output: Output) -> None:
        kind, last = output["output_type"], self._outputs[-1] if self._outputs else {}
        if kind == "stream" and last.get("name") == output["name"] and not self._left_out:
            self._text[len(self._outputs) - 1].append(output["text"])
        elif len(self._outputs) >= self._count + (_MORE_ERRORS if kind == "error" else 0):
            self._left_out += 1
        else:
            if kind == "stream":
                self._text[len(self._outputs)] = [output["text"]]
            self._outputs.append(output)

    def _update(self, content: dict[str, Any], output: Output) -> None:
        for earlier in self._outputs:
            if earlier.get("display_id") is not None and earlier["display_id"] == output["display_id"]:
                earlier["data"], earlier["metadata"] = output["data"], output["metadata"]

    def _clear(self) -> None:
        self._outputs.clear()
        self._text.clear()
        self._left_out = 0
        self._clear_next = False


def _output(kind: object, content: dict[str, Any]) -> Output | None:
    if kind == "stream" and content.get("name") in ("stdout", "stderr"):
        return {"output_type": "stream", "name": content["name"], "text": str(content.get("text", ""))}
    if kind == "error":
        traceback = content.get("traceback")
        return {
            "output_type": "error",
            "ename": str(content.get("ename", "")),
            "evalue": str(content.get("evalue", "")),
            "traceback": [str(line) for line in traceback[-MAX_TRACEBACK:]] if isinstance(traceback, list) else [],
        }
    if kind in ("display_data", "update_display_data", "execute_result") and isinstance(content.get("data"), dict):
        metadata, transient = content.get("metadata"), content.get("transient")
        output = {
            "output_type": "execute_result" if kind == "execute_result" else "display_data",
            "data": content["data"],
            "metadata": metadata if isinstance(metadata, dict) else {},
            "display_id": transient.get("display_id") if isinstance(transient, dict) else None,
        }
        if kind == "execute_result":
            count = content.get("execution_count")
            output["execution_count"] = count if isinstance(count, int) else None
        return output
    return None


def _json_size(value: Any) -> int:
    """About how much memory a piece of JSON takes."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(str(key)) + _json_size(item) for key, item in value.items())
    if isinstance(value, list):
        return sum(_json_size(item) for item in value)
    return 8
