terraform {
  required_version = ">= 1.6"
}

variable "image_tag" {
  type        = string
  description = "Tag of the images to run, the commit they were built from."
}

module "auth" {
  source   = "./modules/workload"
  name     = "auth"
  image    = "registry.shop.example/auth:${var.image_tag}"
  replicas = 2
}

module "catalog" {
  source   = "./modules/workload"
  name     = "catalog"
  image    = "registry.shop.example/catalog:${var.image_tag}"
  replicas = 2
}

module "checkout" {
  source   = "./modules/workload"
  name     = "checkout"
  image    = "registry.shop.example/checkout:${var.image_tag}"
  replicas = 3
}
