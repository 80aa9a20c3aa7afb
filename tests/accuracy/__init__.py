"""How well our readers understand what people write: cases judged by somebody who had not seen them."""
